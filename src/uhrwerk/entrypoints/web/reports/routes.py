"""Every door of the reports, a line each."""

from uhrwerk.entrypoints.application import Router
from uhrwerk.entrypoints.web.reports import attendance, export, pages

router = Router(
    "/reports",
    route_handlers=[
        pages.reports_page,  #  GET /                       sums, as the address asks
        pages.entries_page,  #  GET /entries                what they are made of
        export.report_file,  #  GET /file/<kind>            the sums as CSV or XLSX
        export.entries_file,  # GET /entries/file/<kind>    the entries as CSV or XLSX
        attendance.attendance_page,  # GET /attendance
        attendance.attendance_file,  # GET /attendance/file/<kind>
        pages.keep,  #          POST /saved                 keep a report under a name
        pages.forget,  #        POST /saved/<id>/remove
    ],
)
