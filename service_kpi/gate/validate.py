"""Great Expectations on small frames: `python -m service_kpi.gate.validate`, a process of its own beside the run.

Its import costs seconds, which pass while the run lands and loads dbt. It reads a request a line from standard input
and writes an answer a line to standard output, both JSON, until the input ends:

    {"rows": [{...}, ...], "expectations": [{"type": "ExpectColumnValuesToBeBetween", "kwargs": {...}}, ...]}
    {"failed": [[row numbers that do not meet the first expectation], ...]}    or    {"fault": "..."}
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Answer requests until there are none."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # before the import
    import great_expectations as gx
    import pandas as pd
    from great_expectations import expectations as kinds
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")  # any other mode looks for a configuration, or asks a server for it
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("run").add_dataframe_asset("frame")
    whole = asset.add_batch_definition_whole_dataframe("whole")
    for line in sys.stdin:
        request = json.loads(line)
        batch = whole.get_batch({"dataframe": pd.DataFrame(request["rows"])})
        suite = gx.ExpectationSuite(
            name="expectations",
            expectations=[
                getattr(kinds, wanted["type"])(**wanted["kwargs"], severity=wanted["severity"], meta={"number": number})
                for number, wanted in enumerate(request["expectations"])
            ],
        )
        results = sorted(
            batch.validate(suite, result_format="COMPLETE").results,
            key=lambda result: result.expectation_config.meta["number"],
        )
        # A fault of the engine is no verdict, least of all that all is well.
        faults = [str(result.exception_info) for result in results if "unexpected_index_list" not in result.result]
        failed = [result.result.get("unexpected_index_list") for result in results]
        answers.write(json.dumps({"fault": faults[0]} if faults else {"failed": failed}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
