# Turns the output of `go test -bench` into a table with budgets. A benchmark
# gives its budget as a metric named after the one it limits: beside "p95-ms"
# or "ns/op" it reports "budget-p95-ms" or "budget-ns/op". A measure whose name
# ends in "/s" is to be at least its budget, any other at most.

/^Benchmark/ && NF >= 4 {
	name = $1
	sub(/^Benchmark/, "", name)
	sub(/-[0-9]+$/, "", name)
	delete value
	delete budget
	units = ""
	for (i = 3; i < NF; i += 2) {
		unit = $(i + 1)
		if (unit ~ /^budget-/) {
			budget[substr(unit, 8)] = $i
		} else {
			value[unit] = $i
			units = units unit "\n"
		}
	}
	count = split(units, order, "\n")
	for (i = 1; i < count; i++) {
		unit = order[i]
		row(name, sprintf("%s %s", value[unit], unit), unit in budget ? verdict(unit) : "")
		name = ""
	}
	next
}
/^--- FAIL|^FAIL|^panic:/ { failed = failed $0 "\n" }

function verdict(unit,   atLeast, ok, share) {
	atLeast = unit ~ /\/s$/
	share = budget[unit] > 0 ? 100 * value[unit] / budget[unit] : 0
	ok = atLeast ? value[unit] + 0 >= budget[unit] + 0 : value[unit] + 0 <= budget[unit] + 0
	return sprintf("%s %s  %3.0f %%  %s", atLeast ? ">=" : "<=", budget[unit], share, ok ? "kept" : "OVER")
}

function row(name, measure, limit) {
	if (!titled) {
		printf "%-58s %24s   %s\n", "benchmark", "measured", "budget"
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
