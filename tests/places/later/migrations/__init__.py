"""None of these migrations is ever part of a real place. They are used together with the real ones of `stories`."""

import held.stories.migrations as real

__path__ = [*real.__path__, *__path__]
