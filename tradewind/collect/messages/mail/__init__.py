"""Mail, however it is kept: mailbox files, single mails, Maildirs, and zips or folders of mails."""
