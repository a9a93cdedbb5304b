"""Use cases: the only place where pure rooms meet files and clocks."""
