"""Of these migrations nothing is ever part of a real place. Beside them are the real ones of `stories`."""

import held.stories.migrations as real

__path__ = [*real.__path__, *__path__]
