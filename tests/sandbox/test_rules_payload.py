"""Rules over all blocks of a payload: unique ids, one focus, totals; and that nothing makes the checks fail."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sandbox.rules import Problem, Surface, check_blocks
from tests.sandbox.payloads import actions, button, field, plain, section

MESSAGE, MODAL = Surface.MESSAGE, Surface.MODAL
TEXT_INPUT = {"type": "plain_text_input", "action_id": "t"}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}


def found(blocks: object, surface: Surface = MESSAGE) -> list[str]:
    """Each problem as Slack writes it."""
    return [problem.slack() for problem in check_blocks(blocks, surface)]


def test_a_block_id_is_used_once_also_inside_a_container() -> None:
    inner = {**CONTAINER, "child_blocks": [section(block_id="b")]}
    assert found([section(block_id="b"), inner]) == [
        "`block_id` already exists: b [json-pointer:/blocks/1/child_blocks/0/block_id]"
    ]


def test_an_action_id_is_used_once_per_block_but_may_return_in_another() -> None:
    assert found([actions(button("a")), actions(button("a"))]) == []
    assert found([actions(button("a"), button("b"), button("a"))]) == [
        "`action_id` already exists: a [json-pointer:/blocks/0/elements/2/action_id]"
    ]


def test_one_element_of_a_view_has_the_focus() -> None:
    focused = field({**TEXT_INPUT, "focus_on_load": True})
    assert found([focused, field(TEXT_INPUT)], MODAL) == []
    assert found([focused, focused], MODAL) == [
        "only one element may have focus_on_load per view [json-pointer:/view/blocks/1/element/focus_on_load]"
    ]


def test_markdown_is_counted_over_all_its_blocks() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    assert found([half, half]) == []
    assert found([half, half, {"type": "markdown", "text": "x"}]) == [
        "markdown blocks must be less than 12001 characters in total [json-pointer:/blocks]"
    ]


def test_markdown_is_counted_as_the_blocks_it_becomes_when_asked() -> None:
    long = [{"type": "markdown", "text": "# Head\ntext\n---\n" * 17}]
    assert check_blocks(long, MESSAGE) == []
    assert check_blocks(long, MESSAGE, expand_markdown=True) == [Problem("no more than 50 items allowed", "/blocks")]
    assert check_blocks(long[:1], MESSAGE, expand_markdown=False) == []
    assert check_blocks([{"type": "markdown", "text": "# Head\ntext\n---\n" * 16}], MESSAGE, expand_markdown=True) == []


def test_the_pointer_starts_where_the_caller_says() -> None:
    problems = check_blocks([None], MESSAGE, pointer="/attachments/0/blocks")
    assert problems == [Problem("must provide an object", "/attachments/0/blocks/0")]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=4)
    | st.sampled_from(["section", "actions", "input"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "elements", "element", "block_id", "action_id", "fields", "rows", "options"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(blocks=json_values)
def test_any_json_is_judged_without_an_exception(blocks: object) -> None:
    for surface in Surface:
        assert isinstance(check_blocks(blocks, surface), list)


def test_cards_and_tasks_inside_a_block_count_for_block_ids_and_action_ids() -> None:
    card = {"type": "card", "block_id": "b", "actions": [button("a"), button("a")]}
    task = {"type": "task_card", "block_id": "b", "task_id": "1", "title": "T"}
    outer = [{"type": "carousel", "elements": [card]}, {"type": "plan", "title": "P", "tasks": [task]}]
    assert found(outer) == [
        "`block_id` already exists: b [json-pointer:/blocks/1/tasks/0/block_id]",
        "`action_id` already exists: a [json-pointer:/blocks/0/elements/0/actions/1/action_id]",
    ]


def test_true_is_neither_a_number_nor_the_border_one() -> None:
    cell = {"type": "raw_number", "value": True, "text": "1"}
    quote = {"type": "rich_text_quote", "border": True, "elements": [{"type": "text", "text": "x"}]}
    assert found([{"type": "table", "rows": [[cell]]}, {"type": "rich_text", "elements": [quote]}]) == [
        "must provide a number [json-pointer:/blocks/0/rows/0/0/value]",
        "must be a valid enum value [json-pointer:/blocks/1/elements/0/border]",
    ]
