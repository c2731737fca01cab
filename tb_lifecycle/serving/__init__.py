"""TensorFlow Serving's REST API over a run's model. The door is `server.py`."""
