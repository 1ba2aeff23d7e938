"""How the versions of papers follow each other, those that were removed included."""

from collections import defaultdict


class Versions:
    """The chains among some papers: `documents` are AdvanceDocuments, standing and removed.

    A version that was removed still links the ones before and after it.
    """

    def __init__(self, documents):
        self._by_id = {document.pk: document for document in documents}
        self._after = defaultdict(list)
        for document in documents:
            if document.replaces_id:
                self._after[document.replaces_id].append(document)

    def earlier(self, document) -> list:
        """The versions before `document`, the newest first."""
        found, before = [], self._by_id.get(document.replaces_id)
        while before:
            found.append(before)
            before = self._by_id.get(before.replaces_id)
        return found

    def later(self, document) -> list:
        """The versions after `document`, whoever wrote them and whether they stand or not."""
        found, waiting = [], [document]
        while waiting:
            after = self._after[waiting.pop().pk]
            found += after
            waiting += after
        return found

    def next(self, document):
        """The version right after `document` that stands, if there is one."""
        return next((v for v in self._after[document.pk] if v.removed_at is None), None)

    def in_force_after(self, document):
        """The signed version after `document` that stands, if there is one: that one counts."""
        later = self.later(document)
        return next((v for v in later if v.is_signed and v.removed_at is None), None)
