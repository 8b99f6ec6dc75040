package app

import (
	"fmt"
	"strings"
	"testing"

	"pobratim/internal/platform/intake"
)

// clubs is a table of n organisations.
func clubs(n int) intake.File {
	var b strings.Builder
	b.WriteString("Организация;Вид организации;Телефон;E-mail;Сайт;Город;Страна;Адрес;ИНН;Примечание;Сторона;Дата обновления\n")
	for i := range n {
		fmt.Fprintf(&b, "Клуб друзей № %d;общественная организация;+7 342 %03d-%02d-%02d;k%d@example.ru;https://c%d.example.ru;Пермь;Россия;ул. Ленина, %d;59%08d;работает с 1995 года;наша;01.09.2025\n", i, i/10000, i/100%100, i%100, i, i, i, i)
	}
	return intake.File{Name: "clubs.csv", Body: []byte(b.String())}
}

// BenchmarkImport brings in 5,000 organisations of twelve columns: the check
// and the writing.
func BenchmarkImport(b *testing.B) {
	const n = 5000
	for _, part := range []string{"check", "write"} {
		b.Run(part, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				s, err := copied("sqlite")
				if err != nil {
					b.Fatal(err)
				}
				c, err := s.in.City("perm")
				if err != nil {
					b.Fatal(err)
				}
				ctx := asProgram(b.Context())
				id, err := c.imports.Take(ctx, []intake.File{clubs(n)}, "ru")
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				if part == "check" {
					_, err = c.imports.Check(ctx, id)
				} else {
					err = c.imports.Start(ctx, id, true)
				}
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				s.close()
				b.StartTimer()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
		})
	}
}
