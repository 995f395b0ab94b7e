# Right, in Python.
from serve import serve_until_told

serve_until_told()
