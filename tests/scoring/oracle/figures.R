# Makes figures.csv from answers.csv with R's survey package: the standard errors that scoring must meet.
#   Rscript figures.R     (in this folder; survey 4.1-1 on R 4.2.2 made the file that is kept)
# One line a figure: its name, the group, the value, its standard error, bounds (Korn-Graubard) and design
# effect, as fractions; NA where the package has none.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17, stringsAsFactors = FALSE)

people <- read.csv("answers.csv")
codes <- c("a1", "a2", "a3", "b1", "b2", "e1", "e2")
routed <- c("e1", "e2")
answers <- as.matrix(people[, codes])
people$person <- seq_len(nrow(people))
people$s <- rowSums(answers >= 4, na.rm = TRUE)
people$a <- rowSums(!is.na(answers))
people$se <- rowSums(answers[, routed] >= 4, na.rm = TRUE)
people$ae <- rowSums(!is.na(answers[, routed]))
people$asked <- length(codes)
people$share <- people$s / people$a
people$one <- 1
people$stratum <- paste(people$unit, people$service)
present <- ave(people$one, people$stratum, FUN = sum)
people$stands_for <- people$eligible / present
people$official_s <- people$s * (people$sample == "official")
people$official_a <- people$a * (people$sample == "official")

found <- data.frame()
keep <- function(figure, group, value, error = NA, low = NA, high = NA, deff = NA) {
  found <<- rbind(found, data.frame(figure, group, value, error, low, high, deff))
}
ratio <- function(figure, group, above, below, design) {
  each <- svyratio(as.formula(paste0("~", above)), as.formula(paste0("~", below)), design)
  keep(figure, group, as.numeric(coef(each)), as.numeric(SE(each)))
}
ratios <- function(figure, column, above, below, design) {
  ratio(figure, "", above, below, design)
  for (value in sort(unique(people[[column]]))) {
    part <- subset(design, people[[column]] == value)
    ratio(figure, as.character(value), above, below, part)
  }
}

# 1. Domains: sex, age band and unit are parts of what was drawn service by service.
plain <- svydesign(~person, strata = ~stratum, weights = ~one, data = people)
equal <- svydesign(~person, strata = ~stratum, fpc = ~eligible, weights = ~one, data = people)
standing <- svydesign(~person, strata = ~stratum, fpc = ~eligible, weights = ~stands_for, data = people)
own <- svydesign(~person, strata = ~stratum, weights = ~weight, data = people)
simple <- svydesign(~person, data = people, weights = ~one)
for (column in c("sex", "age", "unit", "service")) {
  ratios(paste0("plain by ", column), column, "s", "a", plain)
  ratios(paste0("finite by ", column), column, "s", "a", equal)
  ratios(paste0("proportional by ", column), column, "s", "a", standing)
  ratios(paste0("own by ", column), column, "s", "a", own)
}
ratios("simple by sex", "sex", "s", "a", simple)
ratios("feedback by sex", "sex", "se", "ae", equal)
ratios("fixed by sex", "sex", "s", "asked", equal)
ratios("mean of persons by sex", "sex", "share", "one", equal)

# 2. Design effects and small bases: answers as rows, people as clusters.
given <- which(!is.na(answers), arr.ind = TRUE)
long <- people[given[, "row"], c("person", "unit", "service", "stratum", "sex", "one", "stands_for", "eligible")]
long$y <- as.numeric(answers[given] >= 4)
for (kind in c("plain", "proportional")) {
  design <- if (kind == "plain") {
    svydesign(~person, strata = ~stratum, weights = ~one, data = long)
  } else {
    svydesign(~person, strata = ~stratum, fpc = ~eligible, weights = ~stands_for, data = long)
  }
  for (value in c("", sort(unique(long$unit)))) {
    part <- if (value == "") design else subset(design, unit == value)
    mean <- svymean(~y, part, deff = "replace")
    each <- svyciprop(~y, part, method = "beta")
    keep(paste("small base", kind), value, as.numeric(coef(mean)), as.numeric(SE(mean)),
         confint(each)[1], confint(each)[2], as.numeric(deff(mean)))
  }
}

# 3. Contrasts: groups that share people or strata.
for (kind in c("finite", "proportional")) {
  design <- if (kind == "finite") equal else standing
  totals <- svytotal(~s + a + official_s + official_a, design)
  each <- svycontrast(totals, quote(s / a - official_s / official_a))
  keep(paste("with reserve less official,", kind), "", as.numeric(coef(each)), as.numeric(SE(each)))
  sexes <- svyby(~s, ~sex, denominator = ~a, design, svyratio, covmat = TRUE)
  each <- svycontrast(sexes, c(female = 1, male = -1))
  keep(paste("female less male,", kind), "", as.numeric(coef(each)), as.numeric(SE(each)))
  units <- svyby(~s, ~unit, denominator = ~a, design, svyratio, covmat = TRUE)
  each <- svycontrast(units, c(1, 1, 1) / 3)
  keep(paste("mean of units,", kind), "", as.numeric(coef(each)), as.numeric(SE(each)))
  each <- svycontrast(units, c(1, -1, 0))
  keep(paste("first unit less second,", kind), "", as.numeric(coef(each)), as.numeric(SE(each)))
}

# 4. Shares of answers: of people and of ticks.
wishes <- strsplit(people$wish, " ")
people$ticks <- lengths(wishes)
people$time <- as.numeric(sapply(wishes, function(chosen) "time" %in% chosen))
people$answered <- as.numeric(people$ticks > 0)
of_shares <- svydesign(~person, strata = ~stratum, fpc = ~eligible, weights = ~stands_for, data = people)
ratios("time of people", "sex", "time", "answered", of_shares)
ratios("time of ticks", "sex", "time", "ticks", of_shares)

# 5. Pairs of units drawn by themselves, adjusted together.
units <- sort(unique(people$unit))
alone <- lapply(units, function(each) {
  part <- people[people$unit == each, ]
  svyratio(~s, ~a, svydesign(~person, strata = ~service, fpc = ~eligible, data = part, weights = ~one))
})
pairs <- combn(seq_along(units), 2)
z <- apply(pairs, 2, function(pair) {
  (coef(alone[[pair[1]]]) - coef(alone[[pair[2]]])) / sqrt(SE(alone[[pair[1]]])^2 + SE(alone[[pair[2]]])^2)
})
p <- 2 * pnorm(-abs(z))
adjusted <- p.adjust(p, "holm")
for (place in seq_len(ncol(pairs))) {
  name <- paste(units[pairs[1, place]], units[pairs[2, place]], sep = " - ")
  keep("pair z", name, z[place])
  keep("pair p", name, p[place])
  keep("pair holm", name, adjusted[place])
}

# 6. Quantiles.
for (shape in list(c(0.025, 28, 3), c(0.975, 0.5, 40), c(0.025, 312.5, 17.25), c(0.5, 2, 9000))) {
  keep("qbeta", paste(shape, collapse = " "), qbeta(shape[1], shape[2], shape[3]))
}
for (freedom in c(1, 2, 7, 57, 1200)) keep("qt", as.character(freedom), qt(0.975, freedom))

write.csv(format(found, digits = 17, trim = TRUE, scientific = FALSE), "figures.csv", row.names = FALSE, quote = TRUE)
