"""Long runs that give a figure for a claim: `python3 manage.py prove NAME [--smoke]` runs proofs/NAME.py."""
