# Turns the output of `go test -bench` into a table with budgets. A benchmark
# gives a budget as a metric named after the one it limits: beside "p95-ms" or
# "ns/op" it reports "budget-p95-ms" or "budget-ns/op". "budget-ms" and
# "budget-s" stand for "ms/…" or the time of one operation. A measure that ends
# in "/s" or "rate" is to be at least its budget, any other at most.

/^Benchmark/ && NF >= 4 && $2 ~ /^[0-9]+$/ {
	name = $1
	sub(/^Benchmark/, "", name)
	sub(/-[0-9]+$/, "", name)
	split("", value)
	split("", limit)
	count = 0
	for (i = 3; i < NF; i += 2) {
		unit = $(i + 1)
		if (unit ~ /^budget[-_]/) {
			limit[substr(unit, 8)] = $i
		} else {
			value[unit] = $i
			order[++count] = unit
		}
	}
	for (unit in limit) {
		settle(unit)
	}
	for (i = 1; i <= count; i++) {
		unit = order[i]
		row(name, value[unit] " " unit, unit in limit ? verdict(value[unit], limit[unit], unit) : "")
		name = ""
	}
	next
}
/^--- FAIL|^FAIL|^panic:/ { failed = failed $0 "\n" }

# settle finds the measure of a budget that is not named exactly like one.
function settle(unit,   i, found) {
	if (unit in value) {
		return
	}
	for (i = 1; i <= count; i++) {
		if (index(order[i], unit "/") == 1) {
			found = order[i]
		}
	}
	if (found == "" && unit ~ /^(ms|s)$/ && ("ns/op" in value)) {
		found = unit "/op"
		order[++count] = found
		value[found] = value["ns/op"] / (unit == "s" ? 1e9 : 1e6)
	}
	if (found == "") {
		found = unit
		order[++count] = found
		value[found] = "?"
	}
	limit[found] = limit[unit]
}

function verdict(measured, budget, unit,   atLeast, kept) {
	if (measured == "?") {
		return "budget " budget ", but nothing is measured"
	}
	atLeast = unit ~ /(\/s|rate)$/
	kept = atLeast ? measured + 0 >= budget + 0 : measured + 0 <= budget + 0
	return sprintf("%s %-8s %s  %s", atLeast ? ">=" : "<=", budget,
		budget > 0 ? sprintf("%5.2f", measured / budget) : "     ", kept ? "kept" : "OVER")
}

function row(name, measure, limit) {
	if (!titled) {
		printf "%-58s %24s   %s\n", "benchmark", "measured", "budget, ratio"
		titled = 1
	}
	printf "%-58s %24s   %s\n", name, measure, limit
}

END {
	if (failed != "") {
		printf "%s", failed > "/dev/stderr"
		exit 1
	}
	if (!titled) {
		print "no benchmark matched" > "/dev/stderr"
		exit 1
	}
}
