"""The files of a workspace, whole or not there: case files, sealed texts, attachments, what commands write.

Nothing is counted or worked out here; `disk` alone asks the system.
"""
