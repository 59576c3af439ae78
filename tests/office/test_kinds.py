from xinfang_cli.law.words import UnitKind
from xinfang_cli.office.kinds import proposed
from xinfang_cli.office.rows import Unit


def test_kinds_are_proposed_by_names_and_nicknames_and_only_where_nobody_has_said() -> None:
    names = ["县纪委监委", "监察委员会", "县委政法委", "县人民法院", "县人民检察院", "县公安局", "司法局", "住建局"]
    found = {unit.name: kind for unit, kind in proposed(Unit(name) for name in names)}
    assert found == {
        **dict.fromkeys(names[:2], UnitKind.DISCIPLINE),
        **dict.fromkeys(names[2:6], UnitKind.JUSTICE),
    }
    assert [kind for _, kind in proposed([Unit("公安", aliases=("县公安局",))])] == [UnitKind.JUSTICE]
    assert list(proposed([Unit("县公安局", kind=UnitKind.ORDINARY)])) == []
