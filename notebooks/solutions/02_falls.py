"""A kernel that finds falls: it computes left − right, which is positive where the signal goes down."""

my_kernel = [1, -1]
