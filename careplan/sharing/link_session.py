"""Which share links a browser came with, and which of them it has opened. No key is in it."""

import time

IN_SESSION = "share_links"
MOST = 20  # in one browser; the oldest go
OPEN_FOR = 12 * 60 * 60  # seconds: on a shared computer nobody else reads on the next day


class BroughtLinks:
    """The links of one browser: each as when it was opened (0: not yet), and in which hour it was
    last counted."""

    def __init__(self, session):
        self.session = session
        self.links = session.get(IN_SESSION, {})

    def bring(self, link_id) -> None:
        """Remember that this browser came by the whole address of a link."""
        self._keep(link_id, self.links.get(str(link_id), [0, 0]))

    def brought(self, link_id) -> bool:
        return str(link_id) in self.links

    def open(self, link_id) -> None:
        self._keep(link_id, [time.time(), self.links[str(link_id)][1]])

    def is_open(self, link_id) -> bool:
        return self.brought(link_id) and time.time() - self.links[str(link_id)][0] < OPEN_FOR

    def count_now(self, link_id) -> bool:
        """Whether what is shown now counts as an opening: once a browser and hour."""
        opened, counted = self.links[str(link_id)]
        hour = int(time.time() // 3600)
        if counted == hour:
            return False
        self._keep(link_id, [opened, hour])
        return True

    def _keep(self, link_id, link: list) -> None:
        others = {pk: held for pk, held in self.links.items() if pk != str(link_id)}
        newest = list(others.items())[-(MOST - 1) :]
        self.links = dict([*newest, (str(link_id), link)])
        self.session[IN_SESSION] = self.links
