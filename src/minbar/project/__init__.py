"""The whole put together: settings, addresses, the server's processes and the ``minbar`` command."""
