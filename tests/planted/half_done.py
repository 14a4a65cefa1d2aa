"""A place that leaves partial files when it could not finish receiving."""

import held.wsgi  # sets Django up, before anything that needs it is imported
from held.pictures import vault

application = held.wsgi.application
vault.Receiving.give_up = lambda receiving: receiving._file.close()
