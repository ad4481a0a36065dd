"""The network ends by which letters go out: a mail server, and WhatsApp's Cloud API."""
