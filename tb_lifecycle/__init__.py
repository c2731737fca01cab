"""Where a model came from, recorded in TensorBoard's own event files."""
