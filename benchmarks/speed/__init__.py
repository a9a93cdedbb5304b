"""The speed of the program beside reading the file alone and a plain pandas version of it."""
