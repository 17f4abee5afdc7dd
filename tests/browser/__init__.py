"""Real Chromium against the running program, at phone and desk size."""
