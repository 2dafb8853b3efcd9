# Systematic samples by R's package sampling, for test_r_oracle.py. Run in this folder:
#   Rscript upsystematic.R > upsystematic.csv
# R 4.2.2, sampling 2.9 (Debian r-cran-sampling). u is the start the function draws for itself.
suppressPackageStartupMessages(library(sampling))
cat("N,n,u,serials\n")
for (case in 1:200) {
  set.seed(case)
  N <- sample(2:150, 1)
  n <- sample(1:(N - 1), 1)
  set.seed(1000 + case)
  u <- runif(1, 0, 1)
  set.seed(1000 + case)
  serials <- which(UPsystematic(rep(n / N, N)) == 1)
  cat(sprintf("%d,%d,%.17g,%s\n", N, n, u, paste(serials, collapse = " ")))
}
