package main

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// columnNames head the columns of the files that are brought in.
func columnNames() []string {
	return []string{"Организация", "Вид организации", "Телефон", "E-mail", "Сайт", "Город", "Страна", "Адрес", "ИНН", "Примечание", "Сторона", "Дата обновления"}
}

// organisationRow is one row of twelve columns; other names another set of them.
func organisationRow(i int, other bool) []string {
	kind, letter := "Клуб", "k"
	if other {
		kind, letter = "Общество", "o"
	}
	return []string{
		fmt.Sprintf("%s друзей № %d", kind, i), "общественная организация", fmt.Sprintf("+7 342 %03d-%02d-%02d", i/10000, i/100%100, i%100), fmt.Sprintf("%s%d@example.ru", letter, i),
		fmt.Sprintf("https://c%d.example.ru", i), "Пермь", "Россия", fmt.Sprintf("ул. Ленина, %d", i), fmt.Sprint(5900000000 + i), "работает с 1995 года", "наша", "01.09.2025",
	}
}

// organisationSheet writes a workbook of n such rows.
func organisationSheet(file string, n int, other bool) error {
	book := excelize.NewFile()
	defer book.Close()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i := range n + 1 {
		texts := columnNames()
		if i > 0 {
			texts = organisationRow(i-1, other)
		}
		row := make([]any, len(texts))
		for c, text := range texts {
			row[c] = text
		}
		cell, err := excelize.CoordinatesToCellName(1, i+1)
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
