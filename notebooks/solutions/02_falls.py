"""A kernel that finds falls: it computes left − right, which is positive where the signal falls."""

my_kernel = [1, -1]
