"""The report of the last run in a real browser: what stands on the first screen, in both languages.

Needs chromium, and a report: `make run` first. Screenshots go to data/report_shots, to be looked at.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service_kpi import report
from service_kpi.contract import PROJECT

DATA = Path(os.environ.get("SERVICE_KPI_DATA", PROJECT / "data"))
PAGE = DATA / "report.html"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"]
FLAGS += ["--hide-scrollbars"]
# What a reader sees, written into the page's title, from where --dump-dom brings it out.
PROBE = """
const seen = {};
for (const language of ["en", "zh"]) {
  speak(language);
  const main = document.querySelector(`main[lang^=${language}]`);
  const shown = [...main.querySelectorAll(".first, .counts, header, h2, summary")].filter(
    (e) => !e.closest("section") && !(e.closest("details") && e.tagName != "SUMMARY"));
  seen[language] = {
    mains: [...document.querySelectorAll("main")].filter((m) => m.offsetParent !== null).map((m) => m.lang),
    page: document.documentElement.lang,
    bottom: Math.max(...shown.map((e) => e.getBoundingClientRect().bottom)),
    wide: document.documentElement.scrollWidth > innerWidth,
    tables: shown.filter((e) => e.matches(".first")).length,
  };
}
document.title = JSON.stringify(seen);
"""

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here"),
    pytest.mark.skipif(not PAGE.exists(), reason=f"no {PAGE}: run `make run` first"),
]


def chromium(*arguments: str, tmp_path: Path) -> str:
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    return subprocess.run(
        [CHROMIUM, *FLAGS, profile, *arguments], capture_output=True, text=True, check=True, timeout=120
    ).stdout


@pytest.mark.parametrize(("audience", "tables"), [("managers", 2), ("board", 2), ("customers", 2), ("front_line", 1)])
def test_the_first_screen_needs_no_scrolling(audience, tables, tmp_path):
    current = (DATA / "published" / "current").resolve()
    about = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    html = report.render(current, about, audience, True, "A1013" if audience == "front_line" else None)
    probed = re.sub(r"<meta http-equiv=[^>]*>", "", html).replace("</script>", f"{PROBE}</script>")
    (tmp_path / "report.html").write_text(probed, encoding="utf-8")
    dom = chromium("--window-size=1350,768", "--dump-dom", f"file://{tmp_path}/report.html", tmp_path=tmp_path)
    seen = json.loads(re.search(r"<title>(.*?)</title>", dom)[1])
    for language, tag in (("en", "en"), ("zh", "zh-CN")):
        assert seen[language]["mains"] == [tag] and seen[language]["page"] == tag
        assert seen[language]["tables"] == tables
        # A screen of 1366 by 768: a browser's own bars take some 120 points of its height and 16 of its width.
        assert seen[language]["bottom"] <= 648 and not seen[language]["wide"], seen


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("name", "height"), [("first", 768), ("whole", 3700)])
def test_screenshots(language, name, height, tmp_path):
    shot = DATA / "report_shots" / f"{name}_{language}.png"
    shot.parent.mkdir(exist_ok=True)
    chromium(f"--window-size=1366,{height}", f"--screenshot={shot}", f"{PAGE.as_uri()}#{language}", tmp_path=tmp_path)
    assert shot.stat().st_size > 50_000
