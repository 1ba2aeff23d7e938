"""What both sides of reading a scan know: why a file is refused. It imports nothing."""


class Refused(Exception):
    """A file that is not kept. Its only argument says why: a key of scan_reading.SENTENCES."""
