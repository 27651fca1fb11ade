"""The onOffice dialect at `/api/<version>/api.php`. The contract is in README.md."""
