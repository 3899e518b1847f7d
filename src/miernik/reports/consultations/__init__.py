"""Files of a consultation: the report of a track and the package for the council."""

from miernik.reports.consultations.package import package
from miernik.reports.consultations.report import report_docx, report_files, report_pdf

__all__ = ["package", "report_docx", "report_files", "report_pdf"]
