"""What the kiosk's script says, in the kiosk's language."""

from uhrwerk.entrypoints.web.reader import Reader


def texts(reader: Reader) -> dict[str, str]:
    """By the names that frontend/src/kiosk.ts has for them; `%(…)s` is filled in there."""
    t = reader.t
    return {
        "locale": reader.formats.locale.language + _region(reader),
        "in": t("In"),
        "break": t("On break"),
        "out": t("Out"),
        "do_come": t("Come"),
        "do_break": t("Break"),
        "do_back": t("Back"),
        "do_go": t("Go"),
        "done_come": t("Clocked in"),
        "done_break": t("On break"),
        "done_back": t("Back from break"),
        "done_go": t("Clocked out"),
        "since": t("since %(time)s"),
        "nobody": t("Nobody of this name."),
        "no_pins": t("Nobody has a PIN here yet."),
        "not_recognised": t("Not recognised. Try again."),
        "too_many": t("Too many wrong attempts. Try again at %(time)s."),
        "too_late": t("That took too long. Say again who you are."),
        "not_possible": t("That is not possible now: %(detail)s"),
        "failed": t("The server cannot be reached, and offline this is not possible here."),
        "disconnected": t("This tablet is not connected any more. Ask an administrator for a new link."),
        "offline": t("Offline"),
        "waiting_one": t("1 punch waits to be sent"),
        "waiting_many": t("%(number)s punches wait to be sent"),
        "kept": t("Kept on this tablet. It is checked and booked as soon as the server can be reached."),
        "pin_of": t("PIN of %(name)s"),
        "digits": t("%(number)s digits typed"),
        "no_camera": t("The camera cannot be used."),
        "unchanged": t("Nothing to change: that is how it was."),
        "refused": t("Some punches made offline were refused. An administrator sees them."),
    }


def _region(reader: Reader) -> str:
    territory = reader.formats.locale.territory
    return f"-{territory}" if territory else ""
