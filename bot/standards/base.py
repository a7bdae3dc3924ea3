"""The strict base of every content model: unknown keys are mistakes, values never change after loading."""

from pydantic import BaseModel


class Strict(BaseModel):
    """A frozen model that refuses unknown keys, so that a misspelt field is found when it is written."""

    class Config:
        extra = "forbid"
        frozen = True
        anystr_strip_whitespace = True
        min_anystr_length = 1
