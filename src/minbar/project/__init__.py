"""The whole put together: settings, addresses, the server's processes, the ``minbar`` command."""
