"""What the server loads: the place, as a WSGI application."""

from django.core.wsgi import get_wsgi_application

from held.web.body import WithDeadlines

application = WithDeadlines(get_wsgi_application())
