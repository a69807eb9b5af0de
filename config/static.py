"""Static files under names that carry their content's hash, so that an upgrade never meets an old module."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleStaticFilesStorage(ManifestStaticFilesStorage):
    """Django's manifest, following the imports of ES modules too."""

    support_js_module_import_aggregation = True
