"""The mirror: stations' scripts as static folders on an ordinary web host, one under a secret name each."""
