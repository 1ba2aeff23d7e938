"""Triggers that keep the logs of a plan as they are while its plan stands, on both engines.

SQLite makes a table anew to change it. A later migration that changes one of these tables, or that
of plans, which the triggers name, calls `drop_triggers` first and `make_triggers` at its end.
"""

TABLES = ("careplan_accessevent", "careplan_grantevent")

SQLITE = """
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER {table}_stays_with_its_plan BEFORE DELETE ON {table}
WHEN EXISTS (SELECT 1 FROM careplan_plan WHERE id = OLD.plan_id)
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""
FUNCTIONS = """
CREATE OR REPLACE FUNCTION careplan_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION careplan_stays_with_its_plan() RETURNS trigger AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM careplan_plan WHERE id = OLD.plan_id) THEN
    RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END
$$ LANGUAGE plpgsql;
"""
POSTGRESQL = """
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION careplan_append_only();
CREATE TRIGGER {table}_stays_with_its_plan BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION careplan_stays_with_its_plan();
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION careplan_append_only();
"""


def make_triggers(connection) -> None:
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute(FUNCTIONS)
        for table in TABLES:
            text = (POSTGRESQL if on_postgresql else SQLITE).format(table=table)
            # SQLite takes one statement at a time, and a trigger's body has semicolons of its own.
            for statement in text.split("CREATE TRIGGER ")[1:]:
                cursor.execute("CREATE TRIGGER " + statement)


def drop_triggers(connection) -> None:
    """Lift them: for a migration backwards, and for tests that clean up."""
    names = ["is_never_changed", "stays_with_its_plan"]
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in [*names, "is_not_emptied"] if on_postgresql else names:
                of = f" ON {table}" if on_postgresql else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{of}")
        if on_postgresql:
            cursor.execute("DROP FUNCTION IF EXISTS careplan_append_only()")
            cursor.execute("DROP FUNCTION IF EXISTS careplan_stays_with_its_plan()")
