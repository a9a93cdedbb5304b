"""The words of the house: values without I/O that every other room speaks."""
