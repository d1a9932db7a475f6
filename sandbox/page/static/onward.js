// The address with the token is replaced, so it stays neither in the address bar nor behind the back button.

location.replace(document.getElementById("onward").href);
