"""The painting scripts are run by hand: pytest must not import them to look for doctests."""

collect_ignore_glob = ["embedding.py", "painting.py", "render_samples.py", "scene_*.py"]
