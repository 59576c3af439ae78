"""Values of a file → records, checked part by part. This is where pydantic is asked, and it is asked lazily.

For each kind of record a pydantic model is made from the parts that its class declares, so that types, demands and
keys stand once. Whoever reads only what this program wrote (`ownform`) never makes one.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from xinfang_cli.labels import Label
from xinfang_cli.law.bounds import MOST_DAYS, MOST_PEOPLE, MOST_YUAN, is_within
from xinfang_cli.law.recordbase import Demand, Part, Record, by_kind, parts

_R = TypeVar("_R", bound=Record)
Fault = Mapping[str, Any]


def validated(kind: type[_R], data: object) -> _R:
    """Return the record of some values, by the keys of the file or by attribute.

    Raises:
        ValidationError: with every fault, as pydantic names them; it is a ValueError.
    """
    record: _R = _record(_model(kind).model_validate(data))
    return record


def examined(kind: type[_R], data: object) -> tuple[_R | None, list[Fault]]:
    """Return the record of some values, or what is wrong with them, as pydantic names it."""
    try:
        return validated(kind, data), []
    except ValidationError as error:
        return None, [{**fault} for fault in error.errors(include_url=False)]


def json_schema(kind: type[Record]) -> dict[str, Any]:
    """Return the JSON schema of the files that hold a kind of record."""
    return _model(kind).model_json_schema(by_alias=True)


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _bounded(day: dt.date) -> dt.date:
    if not is_within(day):
        raise ValueError(day)  # nobody reads it
    return day


_DEMANDS: Mapping[Demand, Any] = {
    Demand.PERSONS: Field(ge=1, le=MOST_PEOPLE),
    Demand.LENGTH: Field(ge=1, le=MOST_DAYS),
    Demand.YUAN: Field(ge=1, le=MOST_YUAN),
    Demand.NOT_EMPTY: Field(min_length=1),
    Demand.ONE_OR_MANY: BeforeValidator(_one_or_many),
}


_KINDS: dict[type[BaseModel], type[Record]] = {}
"""Which record a model that was made stands for."""


@by_kind
def _model(kind: type[Record]) -> type[BaseModel]:
    held: dict[str, Any] = {part.name: (_annotation(part.annotation), _field(part)) for part in parts(kind)}
    config = ConfigDict(extra="allow", validate_by_name=True, validate_by_alias=True)
    model: type[BaseModel] = create_model(kind.__name__, __config__=config, **held)
    _KINDS[model] = kind
    return model


def _field(part: Part) -> Any:
    alias = None if part.key == part.name else part.key
    if part.is_needed:
        return Field(alias=alias)
    if isinstance(part.default, Label):  # pydantic knows the list of words by another class
        return Field(part.default.value, alias=alias, validate_default=True)
    return Field(default_factory=dict, alias=alias) if part.default == {} else Field(part.default, alias=alias)


def _annotation(annotation: Any) -> Any:
    """Return an annotation with models in place of records, and what pydantic understands in place of demands."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return Annotated[_annotation(inner[0]), *(_DEMANDS[demand] for demand in inner[1:])]
    if origin in (Union, UnionType):
        return Union[tuple(map(_annotation, inner))]  # noqa: UP007  # as many as there are
    if origin is Mapping:
        return dict.__class_getitem__((inner[0], _annotation(inner[1])))
    if origin is tuple:
        return tuple.__class_getitem__((_annotation(inner[0]), ...))
    return _plain_annotation(annotation)


def _plain_annotation(annotation: Any) -> Any:
    if annotation in (dt.date, dt.datetime):
        return Annotated[annotation, AfterValidator(_bounded)]
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _model(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Label):
        return _words(annotation)
    return annotation


@by_kind
def _words(labels: type[Label]) -> Any:
    """Return a list of words as pydantic knows lists of words."""
    make: Any = StrEnum
    known = make(labels.__name__, {word.name: word.value for word in labels})
    return Annotated[known, AfterValidator(labels.of)]


def _record(model: BaseModel) -> Any:
    kind = _KINDS[type(model)]
    values = {part.name: _value(getattr(model, part.name)) for part in parts(kind)}
    return kind(unknown=model.model_extra or {}, **values)


def _value(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _record(value)
    if isinstance(value, tuple):
        return tuple(map(_value, value))
    if isinstance(value, dict):
        return {key: _value(part) for key, part in value.items()}
    return value
