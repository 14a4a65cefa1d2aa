"""The WSGI application that the server loads."""

from django.core.wsgi import get_wsgi_application

from held.web.body import WithDeadlines

application = WithDeadlines(get_wsgi_application())
