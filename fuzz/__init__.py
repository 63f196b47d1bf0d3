"""Fuzz targets: functions that no bytes may break. They belong to the checkout, not the package."""
