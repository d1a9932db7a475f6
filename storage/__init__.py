"""Tables and queries. Knows neither rituals nor the edges."""
