"""The network: other offices' servers, each in a module of its own behind one client. Knows no database."""
