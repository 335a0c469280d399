from django.urls import path

from edusum.intake import views

app_name = "intake"
urlpatterns = [
    path("intake/", views.papers, name="papers"),
    path("intake/<int:pk>/", views.paper, name="paper"),
    path("intake/<int:pk>/progress/", views.paper_progress, name="paper_progress"),
    path("intake/<int:pk>/again/", views.paper_again, name="paper_again"),
    path("intake/<int:pk>/about/", views.paper_about, name="paper_about"),
    path("intake/<int:pk>/split/", views.paper_split, name="paper_split"),
    path("intake/<int:pk>/simplify/", views.paper_simplify, name="paper_simplify"),
    path("intake/<int:pk>/delete/", views.paper_delete, name="paper_delete"),
    path("intake/<int:pk>/file/", views.paper_file, name="paper_file"),
    path("intake/<int:pk>/headings/", views.heading_add, name="heading_add"),
    path("intake/<int:pk>/headings/<int:heading_pk>/", views.heading, name="heading"),
    path("intake/<int:pk>/quantities/", views.quantity_add, name="quantity_add"),
    path("intake/<int:pk>/quantities/<int:quantity_pk>/", views.quantity, name="quantity"),
    path("intake/<int:pk>/template/", views.template, name="template"),
    path("intake/<int:pk>/word/", views.word, name="word"),
    path("intake/<int:pk>/summary/", views.summary, name="summary"),
    path("intake/batches/<int:pk>/", views.batch, name="batch"),
    path("intake/batches/<int:pk>/resume/", views.batch_resume, name="batch_resume"),
    path("drafts/<int:pk>/returned/", views.returned_papers, name="returned_papers"),
    path("returned/<int:pk>/", views.returned_paper, name="returned_paper"),
    path("returned/<int:pk>/decide/", views.returned_decide, name="returned_decide"),
    path("returned/<int:pk>/file/", views.returned_file, name="returned_file"),
    path("returned/<int:pk>/changes/<int:change_pk>/", views.returned_change, name="returned_change"),
]
