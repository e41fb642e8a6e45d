"""The mutants themselves, without running them (`make mutate` does): none is stale, no measure is without one."""

from __future__ import annotations

from collections import Counter

from mutants import MARTS, WHICH_ROWS, listed, measures, of_clocks_and_history, read_by_measures, written_in

MUTANTS = listed()
TOUCHED = {(mutant.model, mutant.column) for mutant in MUTANTS}


def test_every_column_of_every_measure_model_has_a_mutant():
    models = {path.stem: set(measures(path.stem)) for path in (MARTS / "measures").glob("*.sql")}
    assert all(models.values()), "a measure model yields measures"
    for model, columns in models.items():
        assert {column for touched, column in TOUCHED if touched == model} - {WHICH_ROWS} == columns, model


def test_every_flag_duration_and_day_that_a_measure_reads_has_a_mutant():
    assert set(read_by_measures()) - TOUCHED == set()


def test_every_model_of_clocks_and_history_has_mutants():
    assert set(of_clocks_and_history()) - {model for model, _ in TOUCHED} == set()


def test_each_text_stands_once_in_its_model():
    stale = [str(mutant) for mutant in MUTANTS if written_in(mutant.model).count(mutant.old) != 1]
    assert stale == [], "the model has changed: change mutants.yml with it"


def test_each_mutant_changes_something_and_has_a_name_of_its_own():
    assert [str(mutant) for mutant in MUTANTS if mutant.old == mutant.new] == []
    assert [name for name, times in Counter(map(str, MUTANTS)).items() if times > 1] == []
