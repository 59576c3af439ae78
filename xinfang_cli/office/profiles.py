"""Local rules that ship with the program: a province's own limits in place of the national ones, with their source."""

from importlib import resources

from xinfang_cli.labels import Label


class Profile(Label):
    """Local rules that ship with the program; each file names its source."""

    NATIONAL = "national", "全国（信访工作条例）", "national (the Regulations)"
    ZHEJIANG = "zhejiang", "浙江省", "Zhejiang"
    HENAN = "henan", "河南省", "Henan"


def profiled(text: str, profile: Profile) -> str:
    """Return a configuration's text with a profile's clocks in place of its own, the source above them."""
    if profile is Profile.NATIONAL:
        return text
    lines = resources.files("xinfang_cli").joinpath("data", "profiles", f"{profile}.yaml").read_text(encoding="utf-8")
    comment = [line for line in lines.splitlines() if line.startswith("#")]
    rows = {line.split(":")[0]: line for line in lines.splitlines() if line.startswith("  ")}
    kept = [rows.get(line.split(":")[0], line) for line in text.splitlines()]
    at = kept.index("clocks:")
    return "\n".join([*kept[:at], *comment, *kept[at:]]) + "\n"
