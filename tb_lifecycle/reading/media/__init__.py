"""Images, histograms, text and PR curves of runs, at one step, side by side. The door is `media.py`."""
