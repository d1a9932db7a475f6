"""The workspace as a web page on this machine, where one can act as each of its people.

async with Sandbox(manifest) as slack, Page(slack) as page:
    print(page.address)
"""

from sandbox.page.backstage import Backstage
from sandbox.page.serving import Page

__all__ = ["Backstage", "Page"]
