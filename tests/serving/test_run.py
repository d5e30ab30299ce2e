"""`bhxh run`, as a machine in an office runs it: started, killed, started again, stopped."""

import signal
from datetime import timedelta

from tests.serving.conftest import Machine, gone, until

CONTENT = "messages/bhyt/loi-ich.yaml"


def test_it_publishes_what_is_due_survives_its_worker_and_stops_cleanly(machine: Machine) -> None:
    machine.staff()
    machine.run()
    until(machine.alive)
    found = machine.health()
    assert found and found[1]["ok"] is True
    assert 0 <= found[1]["clock"] < 60
    first, second = machine.approved_post(), machine.approved_post()
    machine.let_its_time_come(first)
    until(lambda: machine.state(first) == "published")

    worker = until(machine.worker)
    worker.kill()
    another = until(lambda: (w := machine.worker()) and w.pid != worker.pid and w)
    assert another.is_running()
    assert "Phần worker đã dừng (mã -9); chạy lại sau 1 giây." in machine.said

    machine.let_its_time_come(second)
    until(lambda: machine.state(second) == "published")
    children = machine.children()
    assert machine.stop() == 0
    assert gone(children)
    assert machine.said.rstrip().endswith("Đã dừng.")
    assert machine.health() is None
    verdict = machine.good("log", "--verify", "--json").rows[0]
    assert (verdict["whole"], verdict["unsealed"]) == (True, 0), "what was done is sealed before the end"


def test_killed_it_leaves_nothing_behind_and_started_again_it_goes_on(machine: Machine) -> None:
    machine.approved()  # the campaign is of 2021: its time and its grace are over
    late = machine.approved_post()
    machine.run()
    until(machine.alive)
    children = machine.children()
    assert machine.process
    machine.process.kill()
    machine.process.wait()
    until(lambda: gone(children))
    assert machine.health() is None

    machine.let_its_time_come(late, since=timedelta(hours=1))
    machine.run()
    until(lambda: machine.state(late) == "published")
    assert machine.stop() == 0
    assert machine.states("thu") == {"missed"}
    assert machine.good("log", "thu", "--all").out.count("lỡ giờ") == 12


def test_asked_to_stop_while_it_is_starting_it_stops(machine: Machine) -> None:
    machine.staff()
    machine.run()
    until(lambda: "Spawning worker" in machine.said)
    children = machine.children()
    assert machine.stop() == 0
    assert gone(children)


def test_changed_content_is_taken_up_only_after_a_clean_check(machine: Machine) -> None:
    machine.folder.replace("campaigns/thu.yaml", "from: 2021-05-07\nto: 2021-05-10", "from: 2035-05-07\nto: 2035-05-10")
    machine.approved()
    machine.run()
    until(machine.alive)
    key = machine.keys("--message", "loi-ich")[0]
    machine.folder.replace(CONTENT, "yên tâm", "an tâm {{ fact.khong_co }}")
    until(lambda: "not clean" in machine.said)
    assert machine.state(key) == "approved"
    machine.folder.replace(CONTENT, "an tâm {{ fact.khong_co }}", "an tâm")
    until(lambda: machine.state(key) == "pending")
    assert machine.stop() == 0

    machine.good("approve", "thu", "--by", "minh")
    machine.folder.replace(CONTENT, "an tâm", "vững dạ")
    machine.run()
    until(lambda: machine.state(key) == "pending")
    assert "content changed while off" in machine.said
    assert machine.stop() == 0


def test_without_a_clock_its_health_is_bad(machine: Machine) -> None:
    machine.staff()
    machine.run("--only", "web")
    found = until(machine.health)
    assert found == (503, {"ok": False, "clock": None})
    assert machine.stop() in (0, -signal.SIGTERM)


def test_a_port_in_use_is_told_before_anything_starts(machine: Machine) -> None:
    machine.configure(port=machine.sandbox_port, sandbox=machine.sandbox_port)
    answer = machine.spawn("run")
    assert answer.code == 1
    assert answer.err.startswith(
        f"bhxh: web: 127.0.0.1:{machine.sandbox_port}: không mở được cổng {machine.sandbox_port}"
    )
    assert "→ " in answer.err


def test_unclean_content_stops_it_before_anything_starts(machine: Machine) -> None:
    machine.folder.replace(CONTENT, "yên tâm", "{{ fact.khong_co }}")
    answer = machine.spawn("run")
    assert answer.code == 1
    assert "loi-ich.yaml:" in answer.err


def test_asked_to_stop_while_it_starts_it_stops_cleanly(machine: Machine) -> None:
    machine.staff()
    machine.run()
    until(lambda: "Đang chạy" in machine.said)
    until(lambda: len(machine.children()) >= 2)
    children = machine.children()
    assert machine.stop() == 0
    assert gone(children)
