"""Seeing a deployment: metrics, logs, the doctor, and the files for operating it."""
