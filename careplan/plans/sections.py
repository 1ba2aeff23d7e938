"""The parts of a plan that are granted by themselves."""

import enum


class Section(enum.Enum):
    """VISITS has concerns, questions and answers; PEOPLE the care team and “About me”."""

    VISITS = "visits"
    PAPERS = "papers"
    COMFORT = "comfort"
    PEOPLE = "people"
