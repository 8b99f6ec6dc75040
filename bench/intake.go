package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/xuri/excelize/v2"
)

// intake measures how files come in, beside merely reading the same file with
// excelize: seconds on the clock, CPU seconds, and the most memory held.
func intake(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("intake", flag.ExitOnError)
	program := f.String("program", "../bin/pobratim", "the `path` of the built product")
	rows := f.Int("rows", 100_000, "how many organisations the large file holds")
	if err := f.Parse(args); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "pobratim-intake")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := launch(ctx, "/healthz", *program, "demo", "--data", filepath.Join(dir, "data"), "--listen", "ADDR", "--no-open", "--accounts", filepath.Join(dir, "accounts.json"))
	if err != nil {
		return err
	}
	s.stop()
	small, large := filepath.Join(dir, "small.xlsx"), filepath.Join(dir, "large.xlsx")
	for file, n := range map[string]int{small: 5000, large: *rows} {
		if err := organisationSheet(file, n, file == small); err != nil {
			return err
		}
	}
	base := []string{"import", "--json", "--municipality", "perm", "--data", filepath.Join(dir, "data")}
	fmt.Printf("%-52s %9s %9s %9s  %s\n", "", "clock", "CPU", "memory", "rows")
	for _, step := range []struct {
		name string
		args []string
	}{
		{"5,000 rows: brought in, matched with the demonstration", []string{small}},
		{fmt.Sprintf("excelize reads %d × 12", *rows), []string{"read", large}},
		{"dry run of the same, nothing there", []string{"--dry-run", large}},
		{"brought in", []string{large}},
		{"dry run, each matched with one that is there", []string{"--dry-run", large}},
	} {
		var cmd *exec.Cmd
		if step.args[0] == "read" {
			cmd = exec.CommandContext(ctx, os.Args[0], step.args...)
		} else {
			cmd = exec.CommandContext(ctx, *program, append(base, step.args...)...)
		}
		begin := time.Now()
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", step.name, err, out)
		}
		took := time.Since(begin)
		use, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		var report struct {
			Counts struct{ Rows, Created, Completed, Skipped int }
		}
		_ = json.Unmarshal(out, &report) // the peer prints none
		fmt.Printf("%-52s %7.1f s %7.1f s %5d MiB  %+v\n", step.name, took.Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), use.Maxrss>>10, report.Counts)
	}
	return nil
}

// organisationSheet writes a workbook of twelve columns.
func organisationSheet(file string, n int, other bool) error {
	book := excelize.NewFile()
	defer book.Close()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	head := []any{"Организация", "Вид организации", "Телефон", "E-mail", "Сайт", "Город", "Страна", "Адрес", "ИНН", "Примечание", "Сторона", "Дата обновления"}
	if err := w.SetRow("A1", head); err != nil {
		return err
	}
	kind := "Клуб"
	if other {
		kind = "Общество"
	}
	for i := range n {
		row := []any{
			fmt.Sprintf("%s друзей № %d", kind, i), "общественная организация", fmt.Sprintf("+7 342 %03d-%02d-%02d", i/10000, i/100%100, i%100), fmt.Sprintf("%s%d@example.ru", map[bool]string{true: "o", false: "k"}[other], i),
			fmt.Sprintf("https://c%d.example.ru", i), "Пермь", "Россия", fmt.Sprintf("ул. Ленина, %d", i), fmt.Sprint(5900000000 + i), "работает с 1995 года", "наша", "01.09.2025",
		}
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err == nil {
			err = w.SetRow(cell, row)
		}
		if err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return book.SaveAs(file)
}

// readOnly reads every cell of a workbook row by row, as one reads large files
// with excelize.
func readOnly(file string) error {
	book, err := excelize.OpenFile(file)
	if err != nil {
		return err
	}
	defer book.Close()
	rows, err := book.Rows("Sheet1")
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return err
		}
	}
	return rows.Close()
}
