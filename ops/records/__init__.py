"""What every record needs: who acts, client ids, amend, void, history, errors."""
