package emulator

import "strconv"

// paging are the names of the parameters that ask for a page of a list: page_size
// and current_page where they are empty.
type paging struct {
	number, size string
	// first is the number of the first page.
	first int
	// ignored are accepted without effect: the names that other lists have.
	ignored []string
}

func (p paging) names() (number, size string) {
	if p.number == "" {
		return "current_page", "page_size"
	}
	return p.number, p.size
}

// parameters are all that a list accepts.
func (p paging) parameters() []string {
	number, size := p.names()
	return append([]string{number, size}, p.ignored...)
}

// window is a page that was asked for.
type window struct{ number, size int }

// paged is the page that the query asks for, counted from 0, unless the noun says otherwise
// (documented); in the window it is from 0. Size 0
// puts all on one page; a size above the largest is cut to it (assumed), but where a
// list is documented to be bounded.
func paged[T any](c *call, all []T, t *table) ([]T, window, error) {
	numberName, sizeName := t.pages.names()
	at, most := window{size: t.page}, t.most
	if c.answers.MaxPage > 0 {
		at.size, most = c.answers.MaxPage, c.answers.MaxPage
	}
	if text := c.query.Get(sizeName); text != "" {
		asked, err := strconv.Atoi(text)
		if err != nil || asked < 1 || t.bounded && asked > t.most {
			return nil, at, badQuery(sizeName, sizeName+" is not a positive number")
		}
		at.size = min(asked, most)
	}
	if text := c.query.Get(numberName); text != "" {
		asked, err := strconv.Atoi(text)
		if err != nil || asked < t.pages.first {
			return nil, at, badQuery(numberName, numberName+" is not a number")
		}
		at.number = asked - t.pages.first
	}
	if at.size == 0 {
		at.size = max(len(all), 1)
	}
	if at.number > len(all)/at.size {
		return nil, at, nil
	}
	start := min(at.number*at.size, len(all))
	return all[start:min(start+at.size, len(all))], at, nil
}
